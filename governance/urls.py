"""The pages of governance beside those of its kinds."""

from django.urls import path

from governance.kinds import SIGN_OFF
from governance.views.samples import RemoveSampleView
from governance.views.signoffs import ReceiptView, SignView

urlpatterns = [
    path("sign-offs/<ref:ref>/sign/", SignView.as_view(kind=SIGN_OFF), name="signoff-sign"),
    path(
        "sign-offs/<ref:ref>/receipts/<uuid:key>/",
        ReceiptView.as_view(kind=SIGN_OFF),
        name="signoff-receipt",
    ),
    path("samples/remove/", RemoveSampleView.as_view(), name="sample-remove"),
]
