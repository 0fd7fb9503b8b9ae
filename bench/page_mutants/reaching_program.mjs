// A module that tells which of its mutants are reached.
//
// Of a condition that only decides, a mutant counts as reached once its value is another:
// where it never is, no test can tell the mutant from the module as it is.

const ACTIVE = "stryMutAct_9fa48";
const COVERED = "stryCov_9fa48";
const ACTS = /^(?:Optional)?CallExpression$|^(?:New|Update|Assignment|Await|Yield)Expression$/;
const CONDITIONS = ["ConditionalExpression", "Choice", "EqualityOperator"];
const MARKS = [ACTIVE, COVERED, "decides$"];
const DECIDES = `import { reached$ } from "./reached$.js";
const decides$ = (value, ...others) => {
  for (let at = 0; at < others.length; at += 2) {
    if (others[at + 1] !== value) reached$[others[at]] = 1;
  }
  return value;
};
`;

/** Return the program as Stryker prints it, its switches made marks; `kinds` are of all mutants. */
export function reachingProgram(babel, program, kinds) {
  const { types, traverse } = babel;
  const plain = { configFile: false, babelrc: false };
  const tree = babel.parseSync(program, { ...plain, sourceType: "module" });

  function mutantOf(node) {
    if (!types.isConditionalExpression(node)) return null;
    const { callee, arguments: given } = node.test;
    return types.isIdentifier(callee, { name: ACTIVE }) ? Number(given[0].value) : null;
  }

  function mark(mutant) {
    const [all, at] = [types.identifier("reached$"), types.valueToNode(mutant)];
    return types.assignmentExpression(
      "=",
      types.memberExpression(all, at, true),
      types.valueToNode(1),
    );
  }

  function onlyDecides(mutant, value) {
    if (!CONDITIONS.includes(kinds[mutant])) return false;
    let acts = false;
    types.traverseFast(value, ({ type, callee, left }) => {
      const isOfOurs = MARKS.includes(callee?.name) || left?.object?.name === "reached$";
      acts ||= ACTS.test(type) && !isOfOurs;
    });
    return !acts;
  }

  traverse(tree, {
    ConditionalExpression: {
      exit(path) {
        const isInChain = path.key === "alternate" && mutantOf(path.parent) !== null;
        if (mutantOf(path.node) === null || isInChain) return;
        const changes = [];
        let node = path.node;
        for (; mutantOf(node) !== null; node = node.alternate) {
          changes.push([mutantOf(node), node.consequent]);
        }
        const value = node.expressions.at(-1); // behind a mark of all of them
        const [marks, decisions] = [[], []];
        for (const [mutant, changed] of changes) {
          if (!onlyDecides(mutant, value)) marks.push(mark(mutant));
          else decisions.push(types.valueToNode(mutant), changed);
        }
        const decided = types.callExpression(types.identifier("decides$"), [value, ...decisions]);
        path.replaceWith(
          types.sequenceExpression([...marks, decisions.length ? decided : value]),
        );
        path.skip();
      },
    },
  });
  traverse(tree, {
    CallExpression(path) {
      const { callee, arguments: mutants } = path.node;
      if (callee.name === ACTIVE) path.replaceWith(types.booleanLiteral(false));
      if (callee.name !== COVERED) return;
      path.replaceWith(types.sequenceExpression(mutants.map(({ value }) => mark(Number(value)))));
    },
  });
  return DECIDES + babel.transformFromAstSync(tree, undefined, plain).code;
}
