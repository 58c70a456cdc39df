"""How sure an estimate is: intervals, resampling, permutation, correction for many comparisons."""
