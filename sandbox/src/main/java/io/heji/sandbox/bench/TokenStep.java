package io.heji.sandbox.bench;

/** What becoming a token takes, step by step; each is measured by itself. */
public enum TokenStep {
  HASH("hash to curve"),
  BLIND_PRODUCT("blind: multiplication alone"),
  BLIND("blind"),
  DECODE("decode"),
  EVALUATE("evaluate"),
  PROVE("prove"),
  EVALUATE_AND_PROVE("evaluate and prove"),
  VERIFY("verify"),
  ADD("add the answers"),
  UNBLIND_PRODUCT("unblind: multiplication alone"),
  UNBLIND("unblind"),
  FINALIZE("finalize"),
  AGENT("agent, whole customer"),
  TOKENISER("tokeniser, whole customer");

  private final String label;

  TokenStep(String label) {
    this.label = label;
  }

  /** As it is printed. */
  public String label() {
    return label;
  }
}
