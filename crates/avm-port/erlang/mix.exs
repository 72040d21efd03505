# SPDX-License-Identifier: MIT OR Apache-2.0
defmodule AvmPort.MixProject do
  use Mix.Project

  def project do
    [
      app: :avm_port,
      version: "0.1.0",
      language: :erlang,
      description: "Ports written in Rust, the same on AtomVM and on Erlang/OTP",
      erlc_options: [:debug_info, :warnings_as_errors, :warn_missing_spec],
      package: [licenses: ["Apache-2.0", "MIT"]],
      deps: []
    ]
  end

  def application do
    []
  end
end
