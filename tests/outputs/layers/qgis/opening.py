"""Opens a project in QGIS without a screen, tells as JSON what QGIS made of it, and draws it.

/usr/bin/python3 opening.py PROJECT FOLDER    needs Debian's QGIS; pictures go to FOLDER
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from qgis.core import (
    QgsApplication,
    QgsExpression,
    QgsExpressionContext,
    QgsLayerTreeGroup,
    QgsLayoutExporter,
    QgsLayoutItemLabel,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsProject,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import QSize

SIZE = 800


def tree(group: QgsLayerTreeGroup) -> list[Any]:
    return [
        {
            "group": child.name(),
            "exclusive": child.isMutuallyExclusive(),
            "layers": [leaf.name() for leaf in child.findLayers()],
            "visible": [leaf.name() for leaf in child.findLayers() if leaf.isVisible()],
        }
        for child in group.children()
        if isinstance(child, QgsLayerTreeGroup)
    ]


def about(layer: Any) -> dict[str, Any]:
    found = {
        "name": layer.name(),
        "valid": layer.isValid(),
        "provider": layer.providerType(),
        "source": layer.source(),
        "crs": layer.crs().authid() or layer.crs().toWkt(),
        "rights": layer.metadata().rights(),
    }
    if isinstance(layer, QgsRasterLayer):
        classes = layer.renderer().legendSymbologyItems()
        return {**found, "classes": [[label, colour.name()] for label, colour in classes], "label": "", "styles": []}
    first = next(layer.getFeatures(), None)
    context = QgsExpressionContext()
    if first is not None:
        context.setFeature(first)
        context.setFields(layer.fields())
    return {
        **found,
        "classes": [[item.label(), item.symbol().color().name()] for item in layer.renderer().legendSymbolItems()],
        "label": QgsExpression(layer.displayExpression()).evaluate(context),
        "styles": layer.listStylesInDatabase()[2],
    }


def draw(project: QgsProject, path: Path) -> list[float]:
    """Draw what is visible when the project opens; return the window."""
    settings = QgsMapSettings()
    settings.setDestinationCrs(project.crs())
    settings.setLayers(project.layerTreeRoot().checkedLayers())
    settings.setExtent(project.viewSettings().defaultViewExtent())
    settings.setOutputSize(QSize(SIZE, SIZE))
    settings.setFlag(QgsMapSettings.Antialiasing, on=False)
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(str(path))
    extent = settings.visibleExtent()
    return [extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()]


def printed(layout: Any, path: Path) -> dict[str, Any]:
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = 100
    settings.generateWorldFile = False
    result = QgsLayoutExporter(layout).exportToImage(str(path), settings)
    labels = {item.id(): item.currentText() for item in layout.items() if isinstance(item, QgsLayoutItemLabel)}
    return {"name": layout.name(), "printed": result == QgsLayoutExporter.Success, "labels": labels}


def main(path: Path, folder: Path) -> None:
    application = QgsApplication([], False)  # noqa: FBT003 (no windows)
    application.initQgis()
    project = QgsProject.instance()
    opened = project.read(str(path))
    layouts = project.layoutManager().printLayouts()
    result = {
        "opened": opened,
        "title": project.title(),
        "abstract": project.metadata().abstract(),
        "language": project.metadata().language(),
        "crs": project.crs().authid() or project.crs().toWkt(),
        "tree": tree(project.layerTreeRoot()),
        "layers": {id_: about(layer) for id_, layer in project.mapLayers().items()},
        "pages": [printed(layout, folder / f"page{number}.png") for number, layout in enumerate(layouts)],
        "window": draw(project, folder / "map.png"),
    }
    (folder / "found.json").write_text(json.dumps(result), encoding="utf-8")
    os._exit(0)  # QGIS without windows may crash while it closes


main(Path(sys.argv[1]), Path(sys.argv[2]))
