{% import "symbols.qml" as symbols -%}
<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.28.0" styleCategories="Symbology">
  <renderer-v2 type="categorizedSymbol" attr="year" forceraster="0" symbollevels="0" enableorderby="0">
    <categories>
{%- for epoch in epochs %}
      <category type="long" value="{{ epoch.code }}" label="{{ epoch.name }}" symbol="{{ loop.index0 }}" render="true"/>
{%- endfor %}
    </categories>
    <symbols>
{%- for epoch in epochs %}
{{ symbols.fill(loop.index0 | string, epoch.colour, 0, epoch.colour, 0.6, style="no") | indent(6, first=true) }}
{%- endfor %}
    </symbols>
  </renderer-v2>
  <layerGeometryType>2</layerGeometryType>
</qgis>
