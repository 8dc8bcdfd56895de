"""Codes states with a solver of others, on one thread, and says how long that took.

Arguments: method, file of atoms, file of states (float32, row-major), width, number of states,
lambda, seconds, file for the codes, file for the result. Exit status 3: the library is missing.

The problem of all: argmin_{a >= 0} 0.5 ||x - D a||^2 + lambda sum(a).
"""

import json
import sys
import time

try:
    import numpy as np
except ImportError:
    sys.exit(3)


def sklearn_lasso_cd(states, atoms, lam):
    """Coordinate descent in float64, the Gram matrix given; stops by a rule of its own.

    A Lasso of tolerance 5e-5 would stop near a gap of 1e-4 and be about a third faster, but
    sparse_encode has no such option.
    """
    import sklearn
    from sklearn.decomposition import sparse_encode

    states, atoms = states.astype(np.float64), atoms.astype(np.float64)
    gram = atoms @ atoms.T

    def code():
        return sparse_encode(
            states,
            atoms,
            gram=gram,
            algorithm="lasso_cd",
            alpha=lam,
            positive=True,
            max_iter=10_000,
            n_jobs=1,
        )

    return code, sklearn.__version__


def spams_lasso(states, atoms, lam):
    """The homotopy of SPAMS, which computes Gram matrix and correlations once a call."""
    from importlib.metadata import version

    import spams

    columns = np.asfortranarray(states.T)
    dictionary = np.asfortranarray(atoms.T)

    def code():
        return spams.lasso(columns, dictionary, lambda1=lam, mode=2, pos=True, numThreads=1).T

    return code, version("spams-bin")


def torch_fista_500(states, atoms, lam):
    """FISTA (Beck and Teboulle 2009) as in the paper's code: 500 steps, step 1/L, all at once."""
    import torch

    torch.set_num_threads(1)
    x, d = torch.from_numpy(states), torch.from_numpy(atoms)
    lipschitz = torch.linalg.eigvalsh(d.T @ d)[-1].item()

    def code():
        with torch.no_grad():
            a = torch.zeros(x.shape[0], d.shape[0])
            y, t = a, 1.0
            for _ in range(500):
                step = y - ((y @ d - x) @ d.T) / lipschitz
                new = torch.clamp(step - lam / lipschitz, min=0)
                t_new = (1 + (1 + 4 * t * t) ** 0.5) / 2
                y = new + ((t - 1) / t_new) * (new - a)
                a, t = new, t_new
            return a.numpy()

    return code, torch.__version__


METHODS = {
    "sklearn-lasso-cd": sklearn_lasso_cd,
    "spams": spams_lasso,
    "torch-fista-500": torch_fista_500,
}


def write_codes(codes, file):
    """As CodeFile.java reads them."""
    codes = codes.toarray() if hasattr(codes, "toarray") else np.asarray(codes)
    codes = codes.astype("<f4")
    rows, factors = np.nonzero(codes > 0)
    offsets = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=len(codes)))])
    with open(file, "wb") as out:
        np.array([len(codes), len(factors)], "<i4").tofile(out)
        offsets.astype("<i4").tofile(out)
        factors.astype("<i4").tofile(out)
        codes[rows, factors].astype("<f4").tofile(out)


def main(method, atoms_file, states_file, width, count, lam, seconds, codes_file, result_file):
    width, count = int(width), int(count)
    atoms = np.fromfile(atoms_file, "<f4").reshape(-1, width)
    states = np.fromfile(states_file, "<f4").reshape(-1, width)[:count]
    try:
        code, version = METHODS[method](states, atoms, float(lam))
    except ImportError:
        sys.exit(3)
    processor, wall = [], []
    begun = time.perf_counter()
    while not wall or time.perf_counter() - begun < float(seconds):
        wall_begun, processor_begun = time.perf_counter(), time.process_time()
        codes = code()
        processor.append(time.process_time() - processor_begun)
        wall.append(time.perf_counter() - wall_begun)
    write_codes(codes, codes_file)
    result = {
        "coding": 1e9 * float(np.median(processor)) / count,
        "codingWall": 1e9 * float(np.median(wall)) / count,
        "states": count,
        "version": version,
    }
    with open(result_file, "w") as out:
        json.dump(result, out)


if __name__ == "__main__":
    main(*sys.argv[1:])
