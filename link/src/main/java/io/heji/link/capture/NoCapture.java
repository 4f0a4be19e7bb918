package io.heji.link.capture;

import com.google.protobuf.Message;
import java.util.Map;

/** Records nothing. */
enum NoCapture implements WireCapture {
  INSTANCE;

  @Override
  public void received(String peer, Message frame) {}

  @Override
  public void sent(String peer, Message frame) {}

  @Override
  public void saw(String kind, Map<String, String> content) {}

  @Override
  public boolean isOn() {
    return false;
  }
}
