"""What people and units register: the policy over rights, their kinds, their letters."""

from governance.models import Unit
from governance.people.actions import letters
from governance.people.kinds.people import PERSON, with_roles
from governance.people.kinds.units import UNIT
from governance.people.policy import UnitPolicy
from governance.people.views.people import SIGN_IN_LINK, NewPersonView
from governance.people.views.units import EditUnitView, NewUnitView, UnitListView, UnitView
from records import kinds, permissions
from records.pages import shell

permissions.use(UnitPolicy())
letters.register()
kinds.register(PERSON)
kinds.register(UNIT)
kinds.extend(PERSON.code, annotate=with_roles, actions=[SIGN_IN_LINK], views={"new": NewPersonView})
kinds.extend(
    UNIT.code,
    views={"list": UnitListView, "detail": UnitView, "new": NewUnitView, "edit": EditUnitView},
)
shell.name_organisation(Unit.objects.name_of_organisation)
