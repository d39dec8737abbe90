{% macro simple(colour, alpha, outline, width, style, line) -%}
<layer class="SimpleFill" enabled="1" locked="0" pass="0">
  <Option type="Map">
    <Option type="QString" name="color" value="{{ colour | rgb }},{{ alpha }}"/>
    <Option type="QString" name="style" value="{{ style }}"/>
    <Option type="QString" name="outline_color" value="{{ outline | rgb }},255"/>
    <Option type="QString" name="outline_style" value="{{ line }}"/>
    <Option type="QString" name="outline_width" value="{{ width }}"/>
    <Option type="QString" name="outline_width_unit" value="MM"/>
    <Option type="QString" name="joinstyle" value="round"/>
  </Option>
</layer>
{%- endmacro %}
{% macro fill(name, colour, alpha, outline, width, style="solid", line="solid") -%}
<symbol type="fill" name="{{ name }}" alpha="1" clip_to_extent="1" force_rhr="0">
{{ simple(colour, alpha, outline, width, style, line) | indent(2, first=true) }}
</symbol>
{%- endmacro %}
{# An outline in a dark casing: its colour shows on any map. #}
{% macro cased(name, outline) -%}
<symbol type="fill" name="{{ name }}" alpha="1" clip_to_extent="1" force_rhr="0">
{{ simple("#FFFFFF", 0, "#1A1A1A", 0.6, "no", "solid") | indent(2, first=true) }}
{{ simple(outline, 0, outline, 0.3, "no", "solid") | indent(2, first=true) }}
</symbol>
{%- endmacro %}
