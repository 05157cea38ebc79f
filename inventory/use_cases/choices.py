"""The closed lists of values in the register."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Lifecycle(models.TextChoices):
    """Where a use case stands in its life."""

    IDEA = "idea", _("idea")
    DEVELOPMENT = "development", _("in development")
    TESTING = "testing", _("in testing")
    IN_USE = "in_use", _("in use")
    PAUSED = "paused", _("paused")
    RETIRED = "retired", _("retired")


class OperatorRole(models.TextChoices):
    """What an organisation is to an AI system (AI Act, Art. 3(3) to (8) and Art. 25)."""

    PROVIDER = "provider", _("provider")
    DEPLOYER = "deployer", _("deployer")
    IMPORTER = "importer", _("importer")
    DISTRIBUTOR = "distributor", _("distributor")
    PRODUCT_MANUFACTURER = "product_manufacturer", _("product manufacturer")
    AUTHORISED_REPRESENTATIVE = "authorised_representative", _("authorised representative")
    THIRD_PARTY_SUPPLIER = "third_party_supplier", _("third-party supplier")
    GPAI_PROVIDER = "gpai_provider", _("provider of a general-purpose model")


class DataCategory(models.TextChoices):
    """What kinds of data a use case works on."""

    PERSONAL = "personal", _("personal data")
    SPECIAL = "special", _("special categories of personal data")
    BIOMETRIC = "biometric", _("biometric data")
    CHILDREN = "children", _("data on children")
    HEALTH = "health", _("health data")
    LOCATION = "location", _("location data")
    FINANCIAL = "financial", _("financial data")
    EMPLOYMENT = "employment", _("employment data")
    BUSINESS = "business", _("business data without persons")
    PUBLIC = "public", _("public data")
    SYNTHETIC = "synthetic", _("synthetic data")


class Impact(models.TextChoices):
    """How a register that uses this rating rates the impact on people."""

    UNKNOWN = "unknown", _("not rated")
    NONE = "none", _("neither rights nor safety")
    RIGHTS = "rights", _("impact on rights")
    SAFETY = "safety", _("impact on safety")
    BOTH = "both", _("impact on rights and safety")


class DevelopmentMode(models.TextChoices):
    """Who builds the system."""

    UNKNOWN = "unknown", _("not stated")
    IN_HOUSE = "in_house", _("in-house")
    CONTRACTED = "contracted", _("by contractors")
    BOTH = "both", _("in-house and by contractors")


class YesNoUnsure(models.TextChoices):
    """A yes or no that may be open."""

    UNKNOWN = "unknown", _("not stated")
    YES = "yes", _("yes")
    NO = "no", _("no")


class Cadence(models.TextChoices):
    """How often something is reviewed."""

    NONE = "none", _("not set")
    MONTHLY = "monthly", _("every month")
    QUARTERLY = "quarterly", _("every three months")
    HALF_YEARLY = "half_yearly", _("every six months")
    YEARLY = "yearly", _("every year")


class Autonomy(models.TextChoices):
    """How far the system acts without a person."""

    INFORMS = "informs", _("informs a person")
    RECOMMENDS = "recommends", _("recommends, a person decides")
    DECIDES_CHECKED = "decides_checked", _("decides, a person checks")
    DECIDES = "decides", _("decides alone")
