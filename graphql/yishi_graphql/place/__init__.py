"""An installation on its machine: its database opened, brought up to date, and its platform assembled."""
