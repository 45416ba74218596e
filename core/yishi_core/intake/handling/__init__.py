"""What becomes of a matter: accepted, rejected, merged, analysed, answered, passed on, closed; and how its sender looks it up."""
