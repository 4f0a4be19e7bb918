package io.heji.sandbox.leak;

import java.util.Map;

/**
 * A value that somebody may not know, in all forms in which it may be found.
 *
 * @param name what it is, without saying it
 * @param forms the bytes of each form, by the form's name
 */
public record PlantedValue(String name, Map<String, byte[]> forms) {
  public PlantedValue {
    forms = Map.copyOf(forms);
  }

  /** A text, such as the id of a question. */
  public static PlantedValue text(String name, String text) {
    return new PlantedValue(name, new ValueForms().text("", text).longEnough());
  }

  /** Bytes, such as a token. */
  public static PlantedValue bytes(String name, byte[] bytes) {
    return new PlantedValue(name, new ValueForms().bytes("", bytes).longEnough());
  }

  /** A number, such as a count of fen. */
  public static PlantedValue number(String name, long number) {
    return new PlantedValue(name, new ValueForms().number(number).longEnough());
  }

  /** An amount in minor units: that number, and the same in major units with two decimals. */
  public static PlantedValue amount(String name, long minor) {
    return new PlantedValue(name, new ValueForms().number(minor).major(minor).longEnough());
  }

  /**
   * A resident identity number: as it stands, as others write it, as it is tokenised, and hashed
   * without a key, which tells it to whoever tries all numbers.
   */
  public static PlantedValue identity(String name, String identity) {
    return new PlantedValue(name, new ValueForms().identity(identity).longEnough());
  }

  @Override
  public String toString() {
    return "PlantedValue[" + name + "]";
  }
}
