"""The provisions of an edition as a file, narrowed as the page is."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from controls.frameworks import vocabulary
from controls.frameworks.views.editions import ProvisionList
from controls.models import Provision
from records.lists import Export, FileColumn


class ProvisionExport(Export[Provision, ProvisionList]):
    """Provisions as the catalogue has them."""

    @property
    def name(self) -> str:
        edition = self.list.edition
        return f"{edition.framework.code}-{edition.code}-{self.list.day:%Y-%m-%d}"

    @property
    def title(self) -> str:
        """Name the table by its edition."""
        return self.list.edition.code

    def columns(self) -> Sequence[FileColumn[Provision]]:
        on = self.list.day.isoformat()
        return (
            (_("Number"), lambda each: each.code),
            (_("Title"), lambda each: each.title),
            (_("In our words"), lambda each: each.summary),
            (_("Kind"), lambda each: vocabulary.say(vocabulary.KINDS, each.kind)),
            (_("Addressed to"), lambda each: _said(vocabulary.ADDRESSEES, each.addressees)),
            (_("For which AI"), lambda each: _said(vocabulary.APPLIES_TO, each.applies_to)),
            (_("In this edition"), lambda each: str(each.get_status_display())),
            (_("On %(day)s") % {"day": on}, self._standing),
            (_("Applies from"), _dated),
            (_("What changed"), lambda each: each.extra.get("change", "")),
            (_("Uncertain"), lambda each: each.uncertain_why),
            (_("Citation"), lambda each: each.citation),
        )

    def _standing(self, provision: Provision) -> str:
        if provision.is_heading:
            return ""
        return str(vocabulary.STANDINGS[provision.standing_on(self.list.day).state])

    def about(self) -> dict[str, str]:
        """Say which edition it is, and how far it can be relied on."""
        edition = self.list.edition
        return {
            _("Content"): edition.title,
            _("Reference"): edition.ref,
            _("Judged on"): self.list.day.isoformat(),
            _("Digest of the content"): edition.content_digest,
            _("Wording"): edition.own_words,
            _("Disclaimer"): edition.disclaimer,
            _("Not settled"): edition.uncertain_why or _("see the column “Uncertain”"),
        }

    def about_for_programs(self) -> dict[str, object]:
        edition = self.list.edition
        return {
            "framework": edition.framework.code,
            "edition": edition.code,
            "ref": edition.ref,
            "content_digest": edition.content_digest,
            "on": self.list.day,
            "disclaimer": edition.disclaimer,
            "own_words": edition.own_words,
        }

    def as_object(self, item: Provision) -> Mapping[str, object]:
        names = ("slug", "order", "title", "summary", "kind", "addressees", "applies_to", "status")
        return {
            "id": item.code,
            **{name: getattr(item, name) for name in names},
            "applies_from": item.applies_from,
            "citation": item.citation,
            "uncertain": item.uncertain,
            "uncertain_why": item.uncertain_why,
            **item.extra,
        }


def _said(words: vocabulary.Words, codes: Sequence[str]) -> str:
    return "; ".join(vocabulary.say_all(words, codes))


def _dated(provision: Provision) -> str:
    dated = sorted(provision.dates.items(), key=lambda item: item[1])
    return "; ".join(f"{vocabulary.say_route(route)}: {on}" for route, on in dated)
