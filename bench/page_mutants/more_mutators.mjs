// Mutators beside Stryker's own: numbers, what is returned, statements, both ways of `?:`.

/** Return them, each as Stryker asks for it; `types` are Babel's. */
export function moreMutators(types) {
  return [
    {
      name: "Number",
      *mutate(path) {
        const { node } = path;
        if (types.isObjectMember(path.parent, { key: node, computed: false })) return;
        if (path.isNumericLiteral()) {
          yield types.valueToNode(node.value + 1);
          yield types.valueToNode(node.value - 1);
        } else if (path.isBigIntLiteral()) {
          yield types.bigIntLiteral(String(BigInt(node.value) + 1n));
          if (BigInt(node.value)) yield types.bigIntLiteral(String(BigInt(node.value) - 1n));
        }
      },
    },
    {
      name: "ReturnValue",
      *mutate(path) {
        if (!path.isReturnStatement()) return;
        const { argument } = path.node;
        if (argument && !types.isNullLiteral(argument)) yield types.returnStatement();
      },
    },
    {
      name: "Statement",
      *mutate(path) {
        if (path.isThrowStatement()) yield types.emptyStatement();
        if (!path.isExpressionStatement()) return;
        const { expression } = path.node;
        const does = expression.type === "AwaitExpression" ? expression.argument : expression;
        if (types.isSuper(does.callee)) return;
        const isDone = ["CallExpression", "OptionalCallExpression", "AssignmentExpression"];
        if (isDone.includes(does.type)) yield types.emptyStatement();
      },
    },
    {
      name: "Choice",
      *mutate(path) {
        if (!path.parentPath?.isConditionalExpression() || path.key !== "test") return;
        yield types.booleanLiteral(true);
        yield types.booleanLiteral(false);
      },
    },
  ];
}
