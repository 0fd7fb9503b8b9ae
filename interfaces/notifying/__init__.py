"""The ways out of the system: webhooks and mail, as the site configures them."""
