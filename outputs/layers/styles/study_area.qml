{% import "symbols.qml" as symbols -%}
<renderer-v2 type="singleSymbol" forceraster="0" symbollevels="0" enableorderby="0">
  <symbols>
{{ symbols.fill("0", "#FFFFFF", 0, "#333333", 0.4, style="no", line="dash") | indent(4, first=true) }}
  </symbols>
</renderer-v2>
