"""The contract between the platform and plugins.

Small inputs that broke its first edition, and where each kind of them is tried now:

rights outside the switch           tests/tenants/switches/test_rights.py, test_plugin_set.py
a case keeps its settings           test_rules_on_facts.py, tests/tenants/switches/test_finishing.py
switched off                        tests/tenants/switches/test_retiring.py, tests/oneplace
a setting of the county             tests/tenants/settings/test_configure_plugin.py
hooks that write                    test_guards_only_look.py
uninstalled                         tests/tenants/switches/test_missing.py, test_catalogues.py
names that refer to nothing         test_typos.py, test_plugin_set.py
several ways to one fact            test_rules_on_facts.py, test_rules_in_hard_cases.py, tests/lint/test_operations.py
own figures                         test_catalogues.py, tests/oneplace/test_own_metrics.py
migrations                          test_conformance.py, tests/graphql/cli/test_fitting.py
a blocked loop, the log             test_hooks.py, test_misbehaving.py
one broken plugin                   tests/graphql/cli/test_without_plugin.py
seen where it is off                tests/tenants/switches/test_off.py
a third party's plugin evicts ours  tests/graphql/demo/test_townships.py
documentation                       test_docs.py, tests/docs/test_reference.py, tests/docs/test_tutorial.py
"""
