"""The ledger's tables: entries, what waits for its place, places, checkpoints, anchors, salts."""

from django.db import models

from records.ids import new_id


class Entry(models.Model):
    """One recorded act on one record; every column but `body` is derived from it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    occurred_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=80)
    verb = models.CharField(max_length=80)
    kind = models.CharField(max_length=60)
    object_id = models.UUIDField()
    body = models.TextField()
    leaf = models.BinaryField(max_length=32)

    class Meta:
        indexes = [
            models.Index(fields=["object_id", "occurred_at"], name="records_entry_object"),
            models.Index(fields=["occurred_at"], name="records_entry_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_id}"


class Pending(models.Model):
    """An entry that has no place in the tree yet; written with it, deleted by the sequencer."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="pending")
    leaf = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return str(self.entry_id)


class Place(models.Model):
    """The position of an entry in the tree, counted from 0."""

    pos = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="place")
    leaf = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return str(self.pos)


class Checkpoint(models.Model):
    """A signed statement of the tree's size and root, as a C2SP note."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    # The right-hand frontier as hex, so that the sequencer needs no other state.
    frontier = models.JSONField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"checkpoint {self.size}"


class Tile(models.Model):
    """The root of 256 neighbouring leaves, so that a proof needs few rows; can be rebuilt."""

    index = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return str(self.index)


class SettledMoment(models.Model):
    """A past moment all of whose entries stand in the tree of `size`: packs as of it use that."""

    moment = models.DateTimeField(primary_key=True)
    size = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.moment} {self.size}"


class Anchor(models.Model):
    """Where a checkpoint was put outside of the database."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    size = models.BigIntegerField()
    channel = models.CharField(max_length=20)
    receipt = models.TextField(blank=True)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["channel", "size"], name="records_anchor_channel")]

    def __str__(self) -> str:
        return f"{self.channel} {self.size}"


class Salt(models.Model):
    """The salt of one commitment to a personal value; erasure deletes it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    object_id = models.UUIDField()
    path = models.CharField(max_length=120)
    salt = models.BinaryField(max_length=16)
    commit = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["object_id", "path"], name="records_salt_object"),
            models.Index(fields=["commit"], name="records_salt_commit"),
        ]

    def __str__(self) -> str:
        return self.path


class RequestKeyUse(models.Model):
    """An idempotency key that was used, and what the act touched."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    actor = models.CharField(max_length=100)
    key = models.CharField(max_length=200)
    # The digest of the request that used it; nothing where a job did.
    request = models.CharField(max_length=64, blank=True)
    used_at = models.DateTimeField()
    result = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor", "key"], name="records_requestkeyuse_once")
        ]

    def __str__(self) -> str:
        return self.key
