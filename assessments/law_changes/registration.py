"""What changes of the law register: reviews, the jobs that read anew, and what waits for whom."""

from assessments.law_changes import work
from assessments.law_changes.actions import correcting, edition_change, edition_reviews
from assessments.law_changes.documents import edition_print
from assessments.law_changes.kinds import REVIEW
from governance.installation import actions as installation
from records import kinds
from records.pages import work as waiting

correcting.register()
for module in (edition_change, edition_reviews, edition_print):
    module.register()
kinds.register(REVIEW)
installation.also(correcting.tell)
waiting.register(work.reviews)
