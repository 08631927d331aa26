"""Invitations: a coordinator invites colleagues, a coach the ICT partner, the programme an ambassador."""
