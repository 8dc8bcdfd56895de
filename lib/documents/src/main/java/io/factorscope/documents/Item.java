package io.factorscope.documents;

/** What reading comes upon next: a document, or something that is refused. */
public sealed interface Item permits TextDocument, Refusal {}
