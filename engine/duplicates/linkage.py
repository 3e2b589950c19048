"""Complete linkage of images by the probabilities of their pairs, with pairs that must or must not
be together."""

import heapq
from collections.abc import Iterable, Iterator

Pair = tuple[int, int]
Link = tuple[int, float]
"""Of two groups: how many of their pairs are likely enough, and the lowest probability of these."""


def pair_of(one: int, other: int) -> Pair:
    """Two images as a pair, the lower first."""
    return (one, other) if one < other else (other, one)


class Cores:
    """Images that were judged the same, together; each image alone is a core too.

    A core is named by one of its images. It is to other images what its likeliest member is to
    them: whoever says that two are the same needs no other pair.
    """

    def __init__(self, same: Iterable[Pair], different: Iterable[Pair]) -> None:
        self._core: dict[int, int] = {}
        self.images: dict[int, list[int]] = {}
        self._apart: dict[int, set[int]] = {}
        self.contradicted: set[int] = set()
        """Images of pairs judged the same though other answers forbid it."""
        for one, other in different:
            self._apart.setdefault(self.of(one), set()).add(self.of(other))
            self._apart.setdefault(self.of(other), set()).add(self.of(one))
        for one, other in same:
            first, second = self.of(one), self.of(other)
            if second in self._apart.get(first, ()):
                self.contradicted.update((one, other))
            elif first != second:
                self._merge(*pair_of(first, second))

    def of(self, image: int) -> int:
        """The core an image is in."""
        if image not in self._core:
            self._core[image] = image
            self.images[image] = [image]
        return self._core[image]

    def _merge(self, kept: int, gone: int) -> None:
        for image in self.images[gone]:
            self._core[image] = kept
        self.images[kept] += self.images.pop(gone)
        for far in self._apart.pop(gone, set()):
            self._apart[far].discard(gone)
            self._apart[far].add(kept)
            self._apart.setdefault(kept, set()).add(far)

    def apart(self, core: int) -> set[int]:
        """The cores that must not be in one group with this one."""
        return self._apart.get(core, set())


class Linkage:
    """Groups of cores, joined where every pair of cores between two groups is likely enough."""

    def __init__(self, probabilities: dict[Pair, float], cores: Cores) -> None:
        """probabilities: of pairs of images, the lower first."""
        self._cores = cores
        self._probabilities: dict[Pair, float] = {}
        for (one, other), probability in probabilities.items():
            first, second = cores.of(one), cores.of(other)
            if first != second:
                pair = pair_of(first, second)
                self._probabilities[pair] = max(probability, self._probabilities.get(pair, 0.0))
        self._members = {core: [core] for core in cores.images}
        self._group = {core: core for core in cores.images}
        self._apart = {core: set(cores.apart(core)) for core in cores.images}

    def join(self, least: float, *, singles_only: bool = False) -> None:
        """Join the two groups whose weakest pair is the strongest, as long as it is ``least``.

        singles_only: only images that are alone when this begins take part, and two and two: more
        than a pair have to hold together better.
        """
        taking_part = {
            group
            for group, members in self._members.items()
            if not singles_only or (len(members) == 1 and len(self._cores.images[group]) == 1)
        }
        links = self._links(least, taking_part)
        waiting = [
            (-lowest, first, second)
            for first, around in links.items()
            for second, (count, lowest) in around.items()
            if first < second and self._whole(first, second, count)
        ]
        heapq.heapify(waiting)
        while waiting:
            strength, first, second = heapq.heappop(waiting)
            link = links.get(first, {}).get(second)
            # What was put in before one of the two grew is of no account.
            if link is None or link[1] != -strength or not self._whole(first, second, link[0]):
                continue
            if not self._apart[first].isdisjoint(self._members[second]):
                del links[first][second], links[second][first]
                continue
            self._merge(first, second)
            if singles_only:
                _drop_links(links, first, second)
                continue
            _merge_links(links, first, second)
            for other, (count, lowest) in links[first].items():
                if self._whole(first, other, count):
                    heapq.heappush(waiting, (-lowest, *pair_of(first, other)))

    def _whole(self, first: int, second: int, count: int) -> bool:
        """Whether all pairs between two groups are likely enough."""
        return count >= len(self._members[first]) * len(self._members[second])

    def _links(self, least: float, taking_part: set[int]) -> dict[int, dict[int, Link]]:
        links: dict[int, dict[int, Link]] = {one: {} for one in taking_part}
        for (one, other), probability in self._probabilities.items():
            first, second = self._group[one], self._group[other]
            if first == second or probability < least:
                continue
            if first not in taking_part or second not in taking_part:
                continue
            count, lowest = links[first].get(second, (0, 1.0))
            links[first][second] = links[second][first] = count + 1, min(lowest, probability)
        return links

    def _merge(self, kept: int, gone: int) -> None:
        for core in self._members[gone]:
            self._group[core] = kept
        self._members[kept] += self._members.pop(gone)
        self._apart[kept] |= self._apart.pop(gone)

    def groups(self) -> Iterator[tuple[int, ...]]:
        """The groups of two and more images, each in ascending order."""
        for cores in self._members.values():
            images = [image for core in cores for image in self._cores.images[core]]
            if len(images) > 1:
                yield tuple(sorted(images))


def _merge_links(links: dict[int, dict[int, Link]], kept: int, gone: int) -> None:
    for other, (count, lowest) in links.pop(gone).items():
        if other == kept:
            continue
        before, least = links[kept].get(other, (0, 1.0))
        links[kept][other] = links[other][kept] = before + count, min(least, lowest)
        del links[other][gone]
    links[kept].pop(gone, None)


def _drop_links(links: dict[int, dict[int, Link]], *gone: int) -> None:
    for one in gone:
        for other in links.pop(one):
            links.get(other, {}).pop(one, None)
