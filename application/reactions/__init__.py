"""What the passing of time calls for, without anybody asking."""
