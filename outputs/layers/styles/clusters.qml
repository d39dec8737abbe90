{% import "symbols.qml" as symbols -%}
<renderer-v2 type="RuleRenderer" forceraster="0" symbollevels="0" enableorderby="0">
  <rules key="clusters">
    <rule key="city" symbol="0" label="{{ text('layers.rule.in_city', when=last_name) }}" filter="&quot;year&quot; = {{ last }} AND &quot;in_city&quot;"/>
    <rule key="other" symbol="1" label="{{ text('layers.rule.other', when=last_name) }}" filter="&quot;year&quot; = {{ last }} AND NOT &quot;in_city&quot;"/>
    <rule key="earlier" symbol="2" label="{{ text('layers.rule.earlier') }}" filter="&quot;year&quot; &lt; {{ last }}" checkstate="0"/>
  </rules>
  <symbols>
{{ symbols.fill("0", "#C83D51", 90, "#7A0019", 0.4) | indent(4, first=true) }}
{{ symbols.fill("1", "#F2A65A", 90, "#A35B12", 0.3) | indent(4, first=true) }}
{{ symbols.fill("2", "#FFFFFF", 0, "#737373", 0.2, style="no") | indent(4, first=true) }}
  </symbols>
</renderer-v2>
