"""An installation on its machine: opening, upgrading and assembling it."""
