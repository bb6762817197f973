// A quiz without this script is a form and a fold with all answers. The script moves each reason
// below its choice and shows it when the reader has chosen and checked.
"use strict";
for (const form of document.querySelectorAll("form.quiz")) {
  const inputs = [...form.querySelectorAll("input")];
  const reason = (input) => document.getElementById(input.id + "-why");
  const status = form.querySelector(".quiz-status");
  for (const input of inputs) {
    input.parentElement.append(reason(input));
    reason(input).hidden = true;
  }
  form.querySelector(".quiz-answers").remove();
  form.querySelector(".quiz-check").hidden = false;
  form.addEventListener("change", () => {
    status.textContent = "";
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = inputs.filter((input) => input.checked);
    const right = inputs.every((input) => input.checked === ("right" in input.dataset));
    const wrong = chosen.some((input) => !("right" in input.dataset));
    for (const input of inputs) {
      const shown = right || input.checked;
      reason(input).hidden = !shown;
      // A hidden description would still be read aloud, and give the answer away.
      if (shown) input.setAttribute("aria-describedby", input.id + "-why");
      else input.removeAttribute("aria-describedby");
    }
    status.textContent = !chosen.length
      ? "Choose first, then check."
      : right
        ? "Right. Each choice now shows its reason."
        : wrong
          ? "Not yet. Read the reason below your choice, and try again."
          : "So far right, but something is missing.";
  });
}
