"""Where staff fill F-01: invitations, /tugas, the shared form, its evidence, reminders."""
