import Lean
/-!
What the probe needs of a running Lean, for a full toolchain: `src/runtime.h` by way of `runtime_toolchain.c`. Ordinary
Lean, so that the toolchain's own compiler knows how its functions are called.
-/
open Lean

namespace DSProver.Probe

/-- Libraries are looked for in `LEAN_PATH` and in the toolchain. -/
@[export dsprover_probe_start]
def start (sysroot : String) : IO Unit := initSearchPath ⟨sysroot⟩

/-- No extension is loaded: `loadExts` is off by default. -/
@[export dsprover_probe_import]
def importAll (modules : Array Name) : IO Kernel.Environment := do
  let env ← importModules (modules.map fun name => { module := name }) {}
  return env.toKernelEnv

/-- As deep as the address space allows: the process has limits of its own. -/
private def options (heartbeats : Nat) : Options :=
  maxRecDepth.set (maxHeartbeats.set {} (heartbeats / 1000)) 16384

/-- The environment with the declaration, or whether it was refused (else the kernel ran out of something). -/
@[export dsprover_probe_add]
def add (env : Kernel.Environment) (decl : Declaration) (heartbeats : Nat) : Except Bool Kernel.Environment :=
  match env.addDecl (options heartbeats) decl with
  | .ok env => .ok env
  | .error .deterministicTimeout | .error .excessiveMemory | .error .deepRecursion | .error .interrupted => .error false
  | .error _ => .error true

end DSProver.Probe
