"""The day itself: tickets, who is there, papers to print, and a certificate afterwards."""
