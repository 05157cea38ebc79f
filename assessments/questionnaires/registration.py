"""What questionnaires register: their kind, and that an installation publishes them."""

from assessments.questionnaires.actions import publish_all
from assessments.questionnaires.kinds import QUESTIONNAIRE
from governance.installation import actions as installation
from records import kinds

kinds.register(QUESTIONNAIRE)
installation.also(publish_all)
