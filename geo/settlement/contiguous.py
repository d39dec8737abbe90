"""Contiguous cells that hold enough people together, numbered by their people."""

from typing import cast

import cv2
import numpy as np

from geo.arrays import Labels, Mask, Persons
from geo.settlement.cells import SLACK
from geo.settlement.parameters import Neighbours


def contiguous(mask: Mask, neighbours: Neighbours) -> Labels:
    """Return the connected pieces of a mask, (y, x), 1..n in no order; 0 outside."""
    _, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=neighbours, ltype=cv2.CV_32S)
    return cast("Labels", labels)


def people_by_label(labels: Labels, population: Persons) -> Persons:
    """Return the persons in each label, by label from 0; unknown cells count nobody."""
    return np.bincount(labels.ravel(), weights=np.nan_to_num(population).ravel()).astype(np.float64)


def numbered(labels: Labels, population: Persons, at_least: float = 0.0) -> Labels:
    """Return the labels that hold at least so many persons, renumbered 1..n, the most populous first."""
    people = people_by_label(labels, population)
    kept = np.flatnonzero(people >= at_least * (1 - SLACK))
    kept = kept[kept > 0]
    numbers = np.zeros(len(people), np.int32)
    numbers[kept[np.argsort(-people[kept], kind="stable")]] = np.arange(1, len(kept) + 1)
    return numbers[labels]
