"""Follow: where a moment's vehicle may have been seen next, or before.

In order: `request` is what is asked, `pace` when a vehicle can be where, `reach` the cameras it can
come to (with their footage or the want of it), `likeness` what looks like it there, `heading` which
way it drove, `trail` the tree of likely moments, `follower` all of it over an index, `told` its
JSON.
"""
