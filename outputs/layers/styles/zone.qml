{% import "symbols.qml" as symbols -%}
<renderer-v2 type="RuleRenderer" forceraster="0" symbollevels="0" enableorderby="0">
  <rules key="change">
{%- for filter, name, colour in changes %}
    <rule key="change{{ loop.index0 }}" symbol="{{ loop.index0 }}" label="{{ name }}" filter="{{ filter }}"/>
{%- endfor %}
  </rules>
  <symbols>
{%- for filter, name, colour in changes %}
{{ symbols.fill(loop.index0 | string, colour, 190, "#4A4A4A", 0.2) | indent(4, first=true) }}
{%- endfor %}
  </symbols>
</renderer-v2>
