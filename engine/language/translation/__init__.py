"""Label names into English through services on the internet or in the house.

Nothing here sends anything without a ``Permit``, which only a curator's consent gives.
"""
