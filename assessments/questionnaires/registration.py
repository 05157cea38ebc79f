"""What questionnaires register: their kind, and that an installation publishes them."""

from assessments.questionnaires.actions import asking
from assessments.questionnaires.actions.publishing import publish_all
from assessments.questionnaires.kinds.questionnaires import QUESTIONNAIRE
from governance.installation import actions as installation
from records import kinds

asking.register()
kinds.register(QUESTIONNAIRE)
installation.also(publish_all)
