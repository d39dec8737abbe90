{% import "symbols.qml" as symbols -%}
<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.28.0" styleCategories="Symbology">
  <renderer-v2 type="RuleRenderer" forceraster="0" symbollevels="0" enableorderby="0">
    <rules key="urban_cluster">
      <rule key="last" symbol="0" label="{{ last }}" filter="&quot;year&quot; = {{ last }}"/>
      <rule key="earlier" symbol="1" label="Earlier epochs" filter="&quot;year&quot; &lt; {{ last }}" checkstate="0"/>
    </rules>
    <symbols>
{{ symbols.fill("0", "#F2A65A", 80, "#A35B12", 0.5) | indent(6, first=true) }}
{{ symbols.fill("1", "#FFFFFF", 0, "#A35B12", 0.3, style="no") | indent(6, first=true) }}
    </symbols>
  </renderer-v2>
  <layerGeometryType>2</layerGeometryType>
</qgis>
