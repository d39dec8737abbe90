{% import "symbols.qml" as symbols -%}
<renderer-v2 type="categorizedSymbol" attr="year" forceraster="0" symbollevels="0" enableorderby="0">
  <categories>
{%- for epoch in epochs %}
    <category type="long" value="{{ epoch.code }}" label="{{ epoch.name }}" symbol="{{ loop.index0 }}" render="{{ loop.last | lower }}"/>
{%- endfor %}
  </categories>
  <symbols>
{%- for epoch in epochs %}
{{ symbols.cased(loop.index0, epoch.colour) | indent(4, first=true) }}
{%- endfor %}
  </symbols>
</renderer-v2>
