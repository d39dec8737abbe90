{% import "symbols.qml" as symbols -%}
<renderer-v2 type="RuleRenderer" forceraster="0" symbollevels="0" enableorderby="0">
  <rules key="urban_centre">
    <rule key="last" symbol="0" label="{{ last_name }}" filter="&quot;year&quot; = {{ last }}"/>
    <rule key="earlier" symbol="1" label="{{ text('layers.rule.earlier') }}" filter="&quot;year&quot; &lt; {{ last }}" checkstate="0"/>
  </rules>
  <symbols>
{{ symbols.fill("0", "#7A0019", 80, "#3F000D", 0.5) | indent(4, first=true) }}
{{ symbols.fill("1", "#FFFFFF", 0, "#3F000D", 0.3, style="no") | indent(4, first=true) }}
  </symbols>
</renderer-v2>
