// Turns the pages of a stepped figure (course_lib/steps.py). All frames are in the page already:
// `data-labels` holds the points' labels frame by frame, the list holds the captions.
"use strict";
for (const figure of document.querySelectorAll(".course-steps")) {
  const svg = figure.querySelector("svg");
  const points = figure.querySelector(".steps-points");
  const frames = points.dataset.labels.split("|").map((frame) => frame.split(" "));
  const marks = figure.querySelectorAll(".steps-marks");
  const captions = [...figure.querySelectorAll("details li")].map((item) => item.textContent);
  const slider = figure.querySelector("input");
  const back = figure.querySelector(".steps-back");
  const next = figure.querySelector(".steps-next");

  const show = (number) => {
    const now = Math.min(Math.max(number, 0), frames.length - 1);
    frames[now].forEach((label, i) => {
      points.children[i].setAttribute("href", "#" + points.dataset.shape + label);
    });
    marks.forEach((mark, i) => {
      mark.style.display = i === now ? "" : "none";
    });
    slider.value = now;
    slider.setAttribute("aria-valuetext", `${now + 1} of ${frames.length}`);
    // Not `disabled`: the button under the reader's finger would lose the focus.
    back.setAttribute("aria-disabled", now === 0);
    next.setAttribute("aria-disabled", now === frames.length - 1);
    svg.setAttribute("aria-label", `${figure.dataset.title}. ${captions[now]}`);
    figure.querySelector(".steps-caption").textContent = captions[now];
  };

  back.addEventListener("click", () => show(Number(slider.value) - 1));
  next.addEventListener("click", () => show(Number(slider.value) + 1));
  slider.addEventListener("input", () => show(Number(slider.value)));
  figure.querySelector(".steps-controls").hidden = false;
  show(0);
}
