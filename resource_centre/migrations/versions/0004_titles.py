"""Activities by their title: the command field finds any of them, however long ago, and the cancelled ones."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Makes the index."""
    op.create_index("ix_activity_centre_id_title", "activity", ["centre_id", "title", "starts_at"])


def downgrade() -> None:
    """Takes it away."""
    op.drop_index("ix_activity_centre_id_title", "activity")
