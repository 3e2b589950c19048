"""How well captions find their images and images their captions: ranks, measures, gap."""
