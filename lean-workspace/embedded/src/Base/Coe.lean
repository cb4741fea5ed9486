prelude
import Base.Meta
/-!
# Coercions, and the commands that link the compiled grammar

The coercion classes are those of the real library (`Init.Coe`). The `lib_…` commands declare a constant of a name that
the compiled library has, and register it as grammar, macro or unexpander; the generated modules use them.
-/

universe u v w
open HAdd (hAdd)

/-! ## Classes -/
class Coe (α : semiOutParam (Sort u)) (β : Sort v) where
  coe : α → β
class CoeTC (α : Sort u) (β : Sort v) where
  coe : α → β
class CoeOut (α : Sort u) (β : semiOutParam (Sort v)) where
  coe : α → β
class CoeOTC (α : Sort u) (β : Sort v) where
  coe : α → β
class CoeHead (α : Sort u) (β : semiOutParam (Sort v)) where
  coe : α → β
class CoeHTC (α : Sort u) (β : Sort v) where
  coe : α → β
class CoeTail (α : semiOutParam (Sort u)) (β : Sort v) where
  coe : α → β
class CoeHTCT (α : Sort u) (β : Sort v) where
  coe : α → β
class CoeDep (α : Sort u) (_ : α) (β : Sort v) where
  coe : β
class CoeT (α : Sort u) (_ : α) (β : Sort v) where
  coe : β
class CoeFun (α : Sort u) (γ : outParam (α → Sort v)) where
  coe : (f : α) → γ f
class CoeSort (α : Sort u) (β : outParam (Sort v)) where
  coe : α → β

/-! ## How they chain -/
attribute [coe_decl] Coe.coe CoeTC.coe CoeOut.coe CoeOTC.coe CoeHead.coe CoeHTC.coe CoeTail.coe
  CoeHTCT.coe CoeDep.coe CoeT.coe CoeFun.coe CoeSort.coe
@[coe_decl] instance [Coe β γ] [CoeTC α β] : CoeTC α γ := ⟨fun a => Coe.coe (CoeTC.coe a : β)⟩
@[coe_decl] instance [Coe α β] : CoeTC α β := ⟨fun a => Coe.coe a⟩
@[coe_decl] instance : CoeTC α α := ⟨fun a => a⟩
@[coe_decl] instance [CoeOut α β] [CoeOTC β γ] : CoeOTC α γ := ⟨fun a => CoeOTC.coe (CoeOut.coe a : β)⟩
@[coe_decl] instance [CoeTC α β] : CoeOTC α β := ⟨fun a => CoeTC.coe a⟩
@[coe_decl] instance : CoeOTC α α := ⟨fun a => a⟩
@[coe_decl] instance [CoeHead α β] [CoeOTC β γ] : CoeHTC α γ := ⟨fun a => CoeOTC.coe (CoeHead.coe a : β)⟩
@[coe_decl] instance [CoeOTC α β] : CoeHTC α β := ⟨fun a => CoeOTC.coe a⟩
@[coe_decl] instance : CoeHTC α α := ⟨fun a => a⟩
@[coe_decl] instance [CoeTail β γ] [CoeHTC α β] : CoeHTCT α γ := ⟨fun a => CoeTail.coe (CoeHTC.coe a : β)⟩
@[coe_decl] instance [CoeHTC α β] : CoeHTCT α β := ⟨fun a => CoeHTC.coe a⟩
@[coe_decl] instance : CoeHTCT α α := ⟨fun a => a⟩
@[coe_decl] instance [CoeHTCT α β] : CoeT α a β := ⟨CoeHTCT.coe a⟩
@[coe_decl] instance [CoeDep α a β] : CoeT α a β := ⟨CoeDep.coe a⟩
@[coe_decl] instance : CoeT α a α := ⟨a⟩
@[coe_decl] instance [CoeFun α fun _ => β] : CoeOut α β := ⟨fun a => CoeFun.coe a⟩
@[coe_decl] instance [CoeSort α β] : CoeOut α β := ⟨fun a => CoeSort.coe a⟩
@[coe_decl] abbrev Lean.Internal.liftCoeM {m : Type u → Type v} {n : Type u → Type w} {α β : Type u}
    [MonadLiftT m n] [∀ a, CoeT α a β] [Monad n] (x : m α) : n β :=
  bind (liftM x) fun a => pure (CoeT.coe a)
@[coe_decl] abbrev Lean.Internal.coeM {m : Type u → Type v} {α β : Type u}
    [∀ a, CoeT α a β] [Monad m] (x : m α) : m β :=
  bind x fun a => pure (CoeT.coe a)

/-! ## Instances -/
instance boolToProp : Coe Bool Prop := ⟨fun b => Eq b true⟩
instance boolToSort : CoeSort Bool Prop := ⟨fun b => Eq b true⟩
instance decPropToBool (p : Prop) [Decidable p] : CoeDep Prop p Bool := ⟨decide p⟩
instance subtypeCoe {α : Sort v} {p : α → Prop} : CoeOut (Subtype p) α := ⟨fun v => v.val⟩
namespace Lean
instance : CoeOut (TSyntax ks) Syntax := ⟨fun s => s.raw⟩
instance : Coe SyntaxNodeKind SyntaxNodeKinds := ⟨fun k => List.cons k List.nil⟩
instance : Coe (TSyntax (.cons k .nil)) (TSyntax (.cons k (.cons k' ks))) := ⟨fun s => ⟨s.raw⟩⟩
instance : Coe Ident Term := ⟨fun s => ⟨s.raw⟩⟩
instance : Coe Ident (TSyntax (.cons `prio (.cons `ident .nil))) := ⟨fun s => ⟨s.raw⟩⟩
instance : Coe Ident (TSyntax (.cons `Lean.Parser.Command.declId .nil)) :=
  ⟨fun s => mkNode `Lean.Parser.Command.declId (Array.mkArray2 s.raw mkNullNode)⟩
end Lean

/-! ## Commands that link grammar, macros and unexpanders of the compiled library -/
syntax "lib_aux " many1(ident) : command
syntax "lib_lead " ident many1(ident) : command
syntax "lib_trail " ident many1(ident) : command
syntax "lib_macro " ident " : " many1(ident) : command
syntax "lib_unexpander " ident " : " many1(ident) : command
macro_rules
  | `(lib_aux $x:ident) => `(@[extern "l"] opaque $x : Lean.ParserDescr)
  | `(lib_aux $x:ident $y:ident $xs:ident*) => `(lib_aux $x lib_aux $y $xs*)
macro_rules
  | `(lib_lead $c:ident $x:ident) => `(@[extern "l"] opaque $x : Lean.ParserDescr attribute [$c:ident 1000] $x)
  | `(lib_lead $c:ident $x:ident $y:ident $xs:ident*) => `(lib_lead $c $x lib_lead $c $y $xs*)
macro_rules
  | `(lib_trail $c:ident $x:ident) =>
    `(@[extern "l"] opaque $x : Lean.TrailingParserDescr attribute [$c:ident 1000] $x)
  | `(lib_trail $c:ident $x:ident $y:ident $xs:ident*) => `(lib_trail $c $x lib_trail $c $y $xs*)
macro_rules
  | `(lib_macro $k:ident : $m:ident) => `(@[extern "l"] opaque $m : Lean.Macro attribute [macro $k:ident] $m)
  | `(lib_macro $k:ident : $m:ident $y:ident $ys:ident*) => `(lib_macro $k : $m lib_macro $k : $y $ys*)
macro_rules
  | `(lib_unexpander $k:ident : $m:ident) =>
    `(@[extern "l"] opaque $m : Lean.PrettyPrinter.Unexpander attribute [app_unexpander $k:ident] $m)
  | `(lib_unexpander $k:ident : $m:ident $y:ident $ys:ident*) => `(lib_unexpander $k : $m lib_unexpander $k : $y $ys*)
