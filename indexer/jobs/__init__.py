"""Tasks on one machine or many. The only place of this package that imports dask."""
