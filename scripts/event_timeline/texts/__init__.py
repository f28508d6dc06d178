"""Source texts: code points, quotations, sentences, and stores of many texts."""
