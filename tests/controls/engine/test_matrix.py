"""Groups of a matrix and what lies between them."""

from hypothesis import given
from hypothesis import strategies as st

from controls.crosswalk.engine.matrix import MatrixCell, MatrixPair, cells
from controls.frameworks.engine.groups import ProvisionItem, groups


def items(*rows):
    return [ProvisionItem(code, f"Title {code}", parent) for code, parent in rows]


def test_provisions_are_gathered_under_the_topmost():
    found = groups(items(("1", None), ("1.1", "1"), ("2", None), ("3", None), ("4", None),
                         ("5", None), ("6", None), ("7", None), ("8", None), ("9", None),
                         ("10", None), ("11", None)))  # fmt: skip

    assert [group.code for group in found][:3] == ["1", "2", "3"]
    assert found[0].members == {"1", "1.1"}


def test_a_group_that_holds_too_much_is_opened():
    found = groups(items(("4", None), ("5", None), ("A", None), ("A.2", "A"), ("A.2.1", "A.2"),
                         ("A.3", "A"), ("A.3.1", "A.3"), ("A.4", "A"), ("A.5", "A"), ("6", None),
                         ("7", None), ("8", None)))  # fmt: skip

    assert [group.code for group in found] == [
        "4", "5", "A", "A.2", "A.3", "A.4", "A.5", "6", "7", "8",
    ]  # fmt: skip
    assert found[2].members == {"A"}
    assert found[3].members == {"A.2", "A.2.1"}


def test_cells_count_pairs_with_the_strongest_and_the_closest_relation():
    rows = groups(items(*[(str(n), None) for n in range(12)]))
    pairs = [
        MatrixPair("1", "2", "intersects", 4),
        MatrixPair("1", "2", "subset", 3, is_disputed=True),
        MatrixPair("1", "none", "equal", 9),
    ]

    found = cells(rows, rows, pairs)

    assert found == {("1", "2"): MatrixCell(2, 4, 1, {"intersects", "subset"})}
    assert found["1", "2"].closest == "subset"


@st.composite
def trees(draw):
    """A random forest; a child may stand before its parent."""
    size = draw(st.integers(1, 40))
    rows = [("0", None)]
    for number in range(1, size):
        parent = draw(st.one_of(st.none(), st.integers(0, number - 1).map(str)))
        rows.append((str(number), parent))
    return items(*draw(st.permutations(rows)))


@given(trees())
def test_every_provision_stands_in_one_group_only(tree):
    codes = [code for group in groups(tree) for code in group.members]

    assert sorted(codes) == sorted(item.code for item in tree)
