"""From policy documents entered as YAML to guides people can rely on, as a static site and on paper."""
