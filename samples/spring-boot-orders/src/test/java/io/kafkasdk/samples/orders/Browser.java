package io.kafkasdk.samples.orders;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.springframework.util.FileSystemUtils;

/** A Chromium without a window. Both paths are fixed, so that Selenium looks for no browser and downloads none. */
final class Browser implements AutoCloseable {

    private static final Path BINARY = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final ChromeDriver driver;
    private final Path profile;

    private Browser(ChromeDriver driver, Path profile) {
        this.driver = driver;
        this.profile = profile;
    }

    /** Whether there is one on this machine. */
    static boolean isHere() {
        return Files.isExecutable(BINARY) && Files.isExecutable(DRIVER);
    }

    static Browser start() throws IOException {
        Path profile = Files.createTempDirectory("orders-page");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BINARY.toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run");
        options.addArguments("--disable-background-networking", "--disable-component-update", "--disable-sync");
        options.addArguments("--disable-dev-shm-usage", "--user-data-dir=" + profile);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .build();
        return new Browser(new ChromeDriver(service, options), profile);
    }

    /** Goes to a page in a window of that size, in CSS pixels. */
    void open(String address, int width, int height) {
        resize(width, height);
        driver.get(address);
    }

    /** Makes the page that wide, as a phone would below 600 pixels; a headless window alone is never that narrow. */
    void resize(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    /** Says that the user likes a light or a dark page. */
    void prefer(String colorScheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colorScheme))));
    }

    /** What the first element that a CSS selector finds says on the page. */
    String text(String selector) {
        return driver.findElement(By.cssSelector(selector)).getText();
    }

    /** Whether the selector finds anything. */
    boolean has(String selector) {
        return !driver.findElements(By.cssSelector(selector)).isEmpty();
    }

    /** An attribute of the first element that a CSS selector finds. */
    String attribute(String selector, String name) {
        return String.valueOf(driver.findElement(By.cssSelector(selector)).getDomAttribute(name));
    }

    /** Writes into a field, or chooses in a list. */
    void fill(String selector, String value) {
        WebElement field = driver.findElement(By.cssSelector(selector));
        if (field.getTagName().equals("select")) {
            field.findElement(By.cssSelector("option[value='" + value + "']")).click();
        } else {
            field.clear();
            field.sendKeys(value);
        }
    }

    void click(String selector) {
        driver.findElement(By.cssSelector(selector)).click();
    }

    /** Runs a script in the page and answers what it returns. */
    Object run(String script) {
        return driver.executeScript(script);
    }

    /** Blocks until something holds; the page redraws meanwhile. */
    void await(String what, Duration limit, Supplier<Boolean> holds) {
        new WebDriverWait(driver, limit, Duration.ofMillis(100))
                .withMessage(what)
                .ignoring(StaleElementReferenceException.class)
                .until(page -> holds.get());
    }

    /** What the console said since it was last asked: errors, warnings, refused content. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(Object::toString)
                .toList();
    }

    /** Keeps a picture of the whole page as target/screenshots/NAME.png. */
    void screenshot(String name) {
        Map<String, Object> how = new HashMap<>(Map.of("format", "png", "captureBeyondViewport", true));
        Object png = driver.executeCdpCommand("Page.captureScreenshot", how).get("data");
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.write(SCREENSHOTS.resolve(name + ".png"), OutputType.BYTES.convertFromBase64Png(png.toString()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        driver.quit();
        FileSystemUtils.deleteRecursively(profile.toFile());
    }
}
