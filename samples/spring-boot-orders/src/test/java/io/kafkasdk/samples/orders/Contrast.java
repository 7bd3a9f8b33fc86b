package io.kafkasdk.samples.orders;

/** Measures how readable a page is, as WCAG 2 does. */
final class Contrast {

    /**
     * A script that returns each visible text whose contrast to what is behind it is below 4.5, the least of level AA, with
     * the figure.
     */
    static final String FINDINGS = """
            const channel = value => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
            const rgba = text => text.match(/[\\d.]+/g).map(Number);
            const light = ([r, g, b]) => 0.2126 * channel(r / 255) + 0.7152 * channel(g / 255) + 0.0722 * channel(b / 255);
            const behind = element => {
              for (let at = element; at; at = at.parentElement) {
                const color = rgba(getComputedStyle(at).backgroundColor);
                if (color.length === 3 || color[3] === 1) return color;
              }
              return [255, 255, 255];
            };
            const findings = [];
            const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (texts.nextNode()) {
              const element = texts.currentNode.parentElement;
              if (!texts.currentNode.textContent.trim() || !element.getClientRects().length) continue;
              const style = getComputedStyle(element);
              const ink = rgba(element.closest('svg') ? style.fill : style.color);
              const [dark, bright] = [light(ink), light(behind(element))].sort((a, b) => a - b);
              const ratio = (bright + 0.05) / (dark + 0.05);
              if (ratio < 4.5) findings.push(texts.currentNode.textContent + ' ' + ratio.toFixed(2));
            }
            return findings;
            """;

    private Contrast() {}
}
