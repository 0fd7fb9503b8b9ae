"""The tree over a bundle's events has the root RFC 6962 defines, at every size."""

from interfaces.verifier.tree import Leaves
from tests.application.audit.trees import NaiveTree, leaf_hash

SIZE = 130
TREE = NaiveTree.of(SIZE)


def leaves() -> Leaves:
    taken = Leaves()
    for number in range(SIZE):
        taken.add(b"leaf %d" % number)
    return taken


def test_each_entry_is_a_leaf() -> None:
    taken = leaves()
    assert [taken[at] for at in range(len(taken))] == TREE.leaf_hashes


def test_the_root_at_every_size_is_the_one_of_the_definition() -> None:
    sizes = range(SIZE + 1)
    assert leaves().roots(sizes) == {size: TREE.root(size) for size in sizes}


def test_roots_are_asked_for_in_any_order() -> None:
    assert leaves().roots([9, 3, 9]) == {3: TREE.root(3), 9: TREE.root(9)}


def test_a_log_that_begins_later_has_its_own_first_leaf() -> None:
    lead = leaf_hash(SIZE)
    later = NaiveTree([lead, *TREE.leaf_hashes[5:]])
    sizes = range(SIZE - 4)
    assert leaves().roots(sizes, 5, [lead]) == {size: later.root(size) for size in sizes}
