{% import "symbols.qml" as symbols -%}
<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.28.0" styleCategories="Symbology">
  <renderer-v2 type="RuleRenderer" forceraster="0" symbollevels="0" enableorderby="0">
    <rules key="clusters">
      <rule key="city" symbol="0" label="In the city's urban extent, {{ last }}" filter="&quot;year&quot; = {{ last }} AND &quot;in_city&quot;"/>
      <rule key="other" symbol="1" label="Other clusters, {{ last }}" filter="&quot;year&quot; = {{ last }} AND NOT &quot;in_city&quot;"/>
      <rule key="earlier" symbol="2" label="Earlier epochs" filter="&quot;year&quot; &lt; {{ last }}" checkstate="0"/>
    </rules>
    <symbols>
{{ symbols.fill("0", "#C83D51", 90, "#7A0019", 0.4) | indent(6, first=true) }}
{{ symbols.fill("1", "#F2A65A", 90, "#A35B12", 0.3) | indent(6, first=true) }}
{{ symbols.fill("2", "#FFFFFF", 0, "#737373", 0.2, style="no") | indent(6, first=true) }}
    </symbols>
  </renderer-v2>
  <layerGeometryType>2</layerGeometryType>
</qgis>
