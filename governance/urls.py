"""The pages of governance beside those of its kinds; they stand before those of the kinds."""

from django.urls import path

from governance.findings.views import FindingTrendView
from governance.gaps.api import GapsAPI
from governance.gaps.panels import GapPanelView
from governance.gaps.views import GapExport, GapList, GapListView
from governance.installation.views import RemoveSampleView
from governance.packs.views.trust import FILES, TrustFileView, TrustView
from governance.people.kinds.people import PERSON
from governance.people.kinds.units import UNIT
from governance.people.views import account, people, units
from governance.signoff.kinds import SIGN_OFF
from governance.signoff.views import receipts, signoffs
from records.pages import of_list

_RECEIPT = "sign-offs/<ref:ref>/receipts/<uuid:key>/"

urlpatterns = [
    *of_list("gaps/", GapList, page=GapListView, export=GapExport),
    path("gaps/of/<ref:ref>/", GapPanelView.as_view(), name="gap-panel"),
    path("findings-over-time/", FindingTrendView.as_view(), name="finding-trend"),
    path("api/v1/gaps/", GapsAPI.as_view(), name="api-gaps"),
    path("me/", account.MyPageView.as_view(), name="my-page"),
    path("me/tokens/new/", account.IssueTokenView.as_view(), name="token-issue"),
    path(
        "people/<ref:ref>/tokens/<uuid:key>/withdraw/",
        account.WithdrawTokenView.as_view(kind=PERSON),
        name="token-withdraw",
    ),
    path(
        "people/<ref:ref>/appointments/<uuid:key>/end/",
        people.EndAppointmentView.as_view(kind=PERSON),
        name="appointment-end",
    ),
    path("units/tree/", units.UnitTreeView.as_view(kind=UNIT), name="unit-tree"),
    path(
        "sign-offs/<ref:ref>/sign/", signoffs.SignView.as_view(kind=SIGN_OFF), name="signoff-sign"
    ),
    path(
        "sign-offs/<ref:ref>/prove/",
        signoffs.ProveView.as_view(kind=SIGN_OFF),
        name="signoff-prove",
    ),
    path(_RECEIPT, receipts.ReceiptView.as_view(kind=SIGN_OFF), name="signoff-receipt"),
    path(
        f"{_RECEIPT}copy.json",
        receipts.CopyView.as_view(kind=SIGN_OFF),
        name="signoff-receipt-json",
    ),
    path(
        f"{_RECEIPT}copy.txt",
        receipts.CopyView.as_view(kind=SIGN_OFF),
        {"ending": "txt"},
        name="signoff-receipt-text",
    ),
    path("trust/", TrustView.as_view(), name="trust"),
    *(
        path(f"trust/{name}", TrustFileView.as_view(), {"name": name}, name=f"trust-{name}")
        for name in FILES
    ),
    path("samples/remove/", RemoveSampleView.as_view(), name="sample-remove"),
]
