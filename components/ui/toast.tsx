"use client";

import { X } from "lucide-react";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { IconButton } from "./button.tsx";

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: "plain" | "bad";
}

const ToastContext = createContext<(text: string, tone?: Toast["tone"]) => void>(() => undefined);
const AnnounceContext = createContext<(text: string) => void>(() => undefined);

/** Says something to screen readers alone, for what eyes see already. */
export function useAnnounce(): (text: string) => void {
  return useContext(AnnounceContext);
}

/** Says something in the corner: `toast("Key revoked.")`. Errors stay until closed. */
export function useToast(): (text: string, tone?: Toast["tone"]) => void {
  return useContext(ToastContext);
}

const shownMs = 5000;
let nextId = 1;

export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const [announced, setAnnounced] = useState("");
  const drop = useCallback((id: number) => setToasts((all) => all.filter((toast) => toast.id !== id)), []);
  const add = useCallback(
    (text: string, tone: Toast["tone"] = "plain") => {
      const id = nextId++;
      setToasts((all) => [...all.slice(-2), { id, text, tone }]);
      if (tone === "plain") setTimeout(() => drop(id), shownMs);
    },
    [drop],
  );
  return (
    <ToastContext value={add}>
      <AnnounceContext value={setAnnounced}>{children}</AnnounceContext>
      <div role="status" className="sr-only">
        {announced}
      </div>
      <div role="status" aria-live="polite" className="fixed right-4 bottom-4 z-50 flex w-80 max-w-[calc(100vw-2rem)] flex-col gap-2">
        {toasts.map((toast) => (
          <div key={toast.id} className={`flex items-start gap-2 rounded-md border bg-raised p-3 text-sm shadow-float ${toast.tone === "bad" ? "text-bad" : ""}`}>
            <p className="flex-1">{toast.text}</p>
            <IconButton label="Dismiss" onClick={() => drop(toast.id)} className="-my-1.5">
              <X aria-hidden className="size-4" />
            </IconButton>
          </div>
        ))}
      </div>
    </ToastContext>
  );
}
