{% import "symbols.qml" as symbols -%}
<renderer-v2 type="RuleRenderer" forceraster="0" symbollevels="0" enableorderby="0">
  <rules key="urban_cluster">
    <rule key="last" symbol="0" label="{{ last_name }}" filter="&quot;year&quot; = {{ last }}"/>
    <rule key="earlier" symbol="1" label="{{ text('layers.rule.earlier') }}" filter="&quot;year&quot; &lt; {{ last }}" checkstate="0"/>
  </rules>
  <symbols>
{{ symbols.fill("0", "#F2A65A", 80, "#A35B12", 0.5) | indent(4, first=true) }}
{{ symbols.fill("1", "#FFFFFF", 0, "#A35B12", 0.3, style="no") | indent(4, first=true) }}
  </symbols>
</renderer-v2>
