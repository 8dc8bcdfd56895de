package io.factorscope.onnx.graph;

import ai.onnx.proto.OnnxMl.NodeProto;

/**
 * One attention block of the graph.
 *
 * @param anchor the node that marks it: the Softmax over the scores, or a fused attention
 * @param input the tensor that queries, keys and values are all made of
 */
record AttentionBlock(NodeProto anchor, String input) {}
